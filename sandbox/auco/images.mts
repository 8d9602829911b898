import type { ProviderResponse, OperationRequest } from '../server/types.mts';
import { newCode, ok, refusal } from './responses.mts';
import { MAGIC } from './outcomes.mts';
import { readFromImage } from './person.mts';

/** First bytes of the two kinds of image that Auco takes (auco.md 2.3). */
const JPEG = Buffer.from([0xff, 0xd8, 0xff]);
const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** `POST /veriface/check`: a failed check is a good answer with `error: true` (auco.md 2.3). */
export function checkDocument({ body, created }: OperationRequest): ProviderResponse {
	const unfit = unfitImage(body, 'image');
	if (unfit) return unfit;
	const code = newCode(16);
	created(code);
	return ok({ code, ...documentResult(body) });
}

/** `POST /veriface/validate` (auco.md 2.4). */
export function matchFace({ body, created }: OperationRequest): ProviderResponse {
	const unfit = unfitImage(body, 'documentImage') ?? unfitImage(body, 'photo');
	if (unfit) return unfit;
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
	return { error: false, isFront: true, data: readFromImage(body) };
}

/** The refusal of what is no JPEG or PNG. Public addresses are taken as they are: the sandbox fetches nothing. */
function unfitImage(body: Record<string, unknown>, field: string): ProviderResponse | undefined {
	const image = String(body[field]);
	if (/^https?:\/\/[^\s/]+/.test(image)) return undefined;
	const base64 = image.replace(/^data:image\/(jpeg|png);base64,/, '');
	const bytes = /^[A-Za-z0-9+/]+={0,2}$/.test(base64) ? Buffer.from(base64, 'base64') : Buffer.alloc(0);
	const isImage = [JPEG, PNG].some((start) => bytes.subarray(0, start.length).equals(start));
	return isImage ? undefined : refusal(`${field}: must be a JPEG or PNG, as base64 or as an address`);
}
