/** What is read from the identity card of the person in a request. */
interface Person {
	documentNumber: string;
	fullName: string;
	givenNames: string;
	surname: string;
	name: string;
}

/** The person of a request, or the example of the documentation. The last word of the name is the surname. */
export function personOf(input: Record<string, unknown>): Person {
	const words = String(input.name ?? 'Juan Pérez')
		.trim()
		.toUpperCase()
		.split(/\s+/);
	const surname = words.pop()!;
	const givenNames = words.join(' ');
	return {
		documentNumber: String(input.identification),
		fullName: `${surname} ${givenNames}`.trim(),
		givenNames,
		surname,
		name: `${givenNames} ${surname}`.trim(),
	};
}

/**
 * `ocrData` of a finished process, with the fields of the example
 * (docs/providers/auco.md#reading-data-from-the-document).
 */
export function ocrDataOf(input: Record<string, unknown>): Record<string, unknown> {
	const { documentNumber, fullName } = personOf(input);
	return {
		bloodGroup: 'O+',
		dateOfBirth: '1990-05-15',
		firstIssueDate: '2015-03-20',
		height: '175 cm',
		sex: 'M',
		documentNumber,
		fullName,
	};
}

/** `data` of a checked document, with the fields of the example. */
export function documentDataOf(input: Record<string, unknown>): Record<string, unknown> {
	const { documentNumber, fullName, givenNames, surname, name } = personOf(input);
	return {
		bloodGroup: 'O+',
		dateOfBirth: '1990-01-01',
		dateOfExpiry: '2030-01-01',
		firstIssueDate: '01 SEPT 2000 BOGOTÁ D.C. ',
		fullName,
		givenNames,
		height: '170 cm',
		issuingStateName: 'Colombia',
		nationality: 'Colombia',
		nationalityCode: 'COL',
		personalNumber: documentNumber,
		placeOfBirth: 'BOGOTÁ D.C. (CUNDINAMARCA)',
		sex: 'M',
		surname,
		documentType: 'Id Card',
		name,
	};
}
