import type { ProviderResponse, OperationRequest } from '../server/types.mts';
import { newCode, ok, badRequest } from './responses.mts';
import { MAGIC } from './outcomes.mts';
import { documentDataOf } from './person.mts';

/** First bytes of the two image formats that Auco accepts (docs/providers/auco.md#document-check). */
const JPEG = Buffer.from([0xff, 0xd8, 0xff]);
const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** `POST /veriface/check`: a failed check is answered with 200 and `error: true`. */
export function checkDocument({ body, created }: OperationRequest): ProviderResponse {
	const invalid = rejectInvalidImage(body, 'image');
	if (invalid) return invalid;
	const code = newCode(16);
	created(code);
	return ok({ code, ...documentResult(body) });
}

/** `POST /veriface/validate`. */
export function matchFace({ body, created }: OperationRequest): ProviderResponse {
	const invalid = rejectInvalidImage(body, 'documentImage') ?? rejectInvalidImage(body, 'photo');
	if (invalid) return invalid;
	const code = newCode(16);
	created(code);
	const identificationCard = documentResult(body);
	const { error } = identificationCard;
	return ok({ error, similarity: error ? 49.4231344 : 89.46871185302734, code, identificationCard });
}

function documentResult(body: Record<string, unknown>): { error: boolean; [field: string]: unknown } {
	if (body.identification === MAGIC.fakeDocument) {
		return { error: true, message: 'DOCUMENT_FAKE', isFront: false, data: {} };
	}
	return { error: false, isFront: true, data: documentDataOf(body) };
}

/** The error for anything but a JPEG or PNG. Addresses are accepted as they are: the sandbox downloads nothing. */
function rejectInvalidImage(body: Record<string, unknown>, field: string): ProviderResponse | undefined {
	const image = String(body[field]);
	if (/^https?:\/\/[^\s/]+/.test(image)) return undefined;
	const base64 = image.replace(/^data:image\/(jpeg|png);base64,/, '');
	const bytes = /^[A-Za-z0-9+/]+={0,2}$/.test(base64) ? Buffer.from(base64, 'base64') : Buffer.alloc(0);
	const isImage = [JPEG, PNG].some((start) => bytes.subarray(0, start.length).equals(start));
	return isImage ? undefined : badRequest(`${field}: must be a JPEG or PNG, as base64 or as an address`);
}
