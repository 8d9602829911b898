import { InvalidValueError, quoted, toIdentifier } from './convert';
import { withoutEnd } from './ends';

/** An address in its outline: nothing that parts addresses, no brackets, and nothing of a link behind the host. */
const ADDRESS = /^[^\s@<>(),;:"[\]\\]+@[^\s@<>(),;:"'[\]\\/?#&=]+$/;

/**
 * One email address; the provider knows better which ones exist. What mail programs put around an address goes:
 * `mailto:`, angle brackets with the name in front of them, and the sign that parts it from the next.
 *
 * @throws InvalidValueError for several addresses as well
 */
export function toEmail(value: unknown): string {
	const text = withoutEnd(toIdentifier(value), /^[;,.\s]$/);
	const [, inBrackets] = /^[^<>@]*<([^<>]*)>$/.exec(text) ?? [];
	const email = (inBrackets ?? text).trim().replace(/^mailto:\s*/i, '');
	if (ADDRESS.test(email) && !/^undefined@/i.test(email)) return email;
	if ((email.match(/@/g) ?? []).length > 1) {
		throw new InvalidValueError(`must be one email address, not several: ${quoted(text)}`);
	}
	throw new InvalidValueError('must be an email address, e.g. name@example.com');
}
