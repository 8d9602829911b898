import { RequestFailure } from '../http/failure';
import { rethrow } from '../util/rethrow';
import { registrationError, type Account, type Registration, type TriggerDefinition } from './contract';
import { stateOf } from './staticData';

/**
 * Whether the URL is registered as it should be with the account of the credential. Remembers the account of a
 * registration from the time when it was not remembered yet.
 */
export async function isRegisteredWithAccount(
	registration: Registration,
	trigger: TriggerDefinition,
): Promise<boolean> {
	const { context } = registration;
	const account = stateOf(context).registration && (await accountOf(registration, trigger));
	if (differing(registration, account)) return false;
	const isRegistered = await trigger.registrar.isRegistered(registration);
	if (isRegistered) remember(registration, account);
	return isRegistered;
}

/**
 * Registers with the account of the credential, and remembers it: by its ID at the provider, so that it stays the same
 * when its keys are renewed. What is still registered with another account is forgotten, because it is out of reach.
 */
export async function registerWithAccount(
	registration: Registration,
	trigger: TriggerDefinition,
): Promise<void> {
	const { context } = registration;
	const account = await accountOf(registration, trigger);
	const other = differing(registration, account);
	if (other) {
		const { name } = trigger.provider;
		const earlier = named(rememberedIn(registration)!);
		context.logger.warn(
			`The webhook of the workflow '${context.getWorkflow().name}' stays at ${name} in the account ${earlier}, because the credential belongs to ${named(other)} now: remove it there`,
		);
		delete stateOf(context).registration;
	}
	await trigger.registrar.register(registration);
	remember(registration, account);
}

/** Throws when the credential belongs to another account than the one with which the webhook is registered. */
export async function checkAccount(registration: Registration, trigger: TriggerDefinition): Promise<void> {
	const remembered = rememberedIn(registration);
	if (remembered === undefined) return;
	const other = differing(registration, await accountOf(registration, trigger, true));
	if (other === undefined) return;
	throw registrationError(
		registration.context,
		`The webhook of this workflow is registered with the ${trigger.provider.name} account ${named(remembered)}, but the credential belongs to ${named(other)} now, so it could not be removed: ` +
			`select a credential of ${named(remembered)}, publish and unpublish the workflow again, or remove the webhook there`,
	);
}

function rememberedIn({ context }: Registration): Account | undefined {
	return stateOf(context).registration?.account;
}

/** The account, when it is another one than that which is remembered. */
function differing(registration: Registration, account: Account | undefined): Account | undefined {
	const remembered = rememberedIn(registration);
	return remembered !== undefined && remembered.id !== account?.id ? account : undefined;
}

function remember({ context }: Registration, account: Account | undefined): void {
	const state = stateOf(context);
	if (account && state.registration) state.registration = { ...state.registration, account };
}

/**
 * The account of the credential, as far as the provider tells. Where it does not, registering goes on without.
 *
 * @param isNeeded whether to throw a failure that may pass
 */
async function accountOf(
	{ api }: Registration,
	{ registrar }: TriggerDefinition,
	isNeeded = false,
): Promise<Account | undefined> {
	try {
		return await registrar.readAccount(api);
	} catch (error) {
		const mayPass = error instanceof RequestFailure && !error.isClientError;
		if (mayPass && isNeeded) throw rethrow(error);
		return undefined;
	}
}

function named({ id, name }: Account): string {
	return name === undefined ? id : `'${name}' (${id})`;
}
