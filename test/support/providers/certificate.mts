import { generateKeyPairSync, sign } from 'node:crypto';

/** What a TLS server needs, as PEM. */
export interface ServerIdentity {
	key: string;
	cert: string;
}

const SEQUENCE = 0x30;
const SET = 0x31;
const INTEGER = 0x02;
const BIT_STRING = 0x03;
const OCTET_STRING = 0x04;
const OBJECT_ID = 0x06;
const UTF8_TEXT = 0x0c;
const UTC_TIME = 0x17;
const BOOLEAN = 0x01;

/** `ecdsa-with-SHA256`, and the parts of a certificate that are named by an object identifier. */
const ECDSA_WITH_SHA256 = '2a8648ce3d040302';
const COMMON_NAME = '550403';
const BASIC_CONSTRAINTS = '551d13';
const ALTERNATIVE_NAME = '551d11';

/** One element of the DER encoding of ASN.1 (X.690). */
function der(tag: number, ...contents: Buffer[]): Buffer {
	const content = Buffer.concat(contents);
	const { length } = content;
	const size =
		length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
	return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

const objectId = (hex: string): Buffer => der(OBJECT_ID, Buffer.from(hex, 'hex'));
const text = (tag: number, value: string): Buffer => der(tag, Buffer.from(value));
const extension = (id: string, value: Buffer): Buffer =>
	der(SEQUENCE, objectId(id), der(OCTET_STRING, value));

/** A certificate of 127.0.0.1 that vouches for itself (RFC 5280). */
export function selfSigned(): ServerIdentity {
	const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
	const algorithm = der(SEQUENCE, objectId(ECDSA_WITH_SHA256));
	const name = der(
		SEQUENCE,
		der(SET, der(SEQUENCE, objectId(COMMON_NAME), text(UTF8_TEXT, 'Provider of the tests'))),
	);
	const extensions = der(
		SEQUENCE,
		extension(BASIC_CONSTRAINTS, der(SEQUENCE, der(BOOLEAN, Buffer.from([0xff])))),
		// A name of the seventh kind is an IP address.
		extension(ALTERNATIVE_NAME, der(SEQUENCE, der(0x87, Buffer.from([127, 0, 0, 1])))),
	);
	const toBeSigned = der(
		SEQUENCE,
		der(0xa0, der(INTEGER, Buffer.from([2]))),
		der(INTEGER, Buffer.from([1])),
		algorithm,
		name,
		der(SEQUENCE, text(UTC_TIME, '200101000000Z'), text(UTC_TIME, '491231235959Z')),
		name,
		publicKey.export({ type: 'spki', format: 'der' }),
		der(0xa3, extensions),
	);
	const signature = der(BIT_STRING, Buffer.from([0]), sign('sha256', toBeSigned, privateKey));
	const key = privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
	return { key, cert: pem('CERTIFICATE', der(SEQUENCE, toBeSigned, algorithm, signature)) };
}

function pem(what: string, bytes: Buffer): string {
	return `-----BEGIN ${what}-----\n${bytes.toString('base64')}\n-----END ${what}-----\n`;
}
