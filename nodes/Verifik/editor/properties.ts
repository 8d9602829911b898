import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

/** ID of an existing validation. */
export const validationId: INodeProperties = locator({
	displayName: 'ID',
	name: 'id',
	description: 'The validation, by the ID returned by the operation that created it',
	searchListMethod: 'searchValidations',
	placeholder: 'e.g. 674dc8f1b2c3d4e5f6a7b8a8',
});

/** The kinds of validation (docs/providers/verifik.md#create). */
export const kinds: INodePropertyOptions[] = [
	{ name: 'Login', value: 'login', description: 'Verification while a user logs in' },
	{ name: 'Onboarding', value: 'onboarding', description: 'Verification while a user registers' },
	{ name: 'One-Time Link', value: 'oneTimeLink', description: 'A single-use link' },
	{ name: 'Validation', value: 'validation', description: 'General validation of an identity' },
];

/** References that Verifik can return as whole objects instead of IDs (docs/providers/verifik.md#read-a-validation). */
export const populates: INodeProperties = {
	displayName: 'Expand References',
	name: 'populates',
	type: 'multiOptions',
	default: [],
	options: [
		{ name: 'Client', value: 'client' },
		{ name: 'Liveness Session', value: 'livenessSession' },
		{ name: 'Project', value: 'project' },
		{ name: 'Project Flow', value: 'projectFlow' },
	],
	description: 'References to return as whole objects instead of IDs',
};

export const project: INodeProperties = locator({
	displayName: 'Project',
	name: 'project',
	description: 'The project in which the validation is created',
	searchListMethod: 'searchProjects',
	placeholder: 'e.g. 6705d2a1f3b4c5d6e7f8a9b0',
});

export const projectFlow: INodeProperties = {
	...locator({
		displayName: 'Project Flow',
		name: 'projectFlow',
		description: 'The flow of the project. Liveness must be switched on in it.',
		searchListMethod: 'searchProjectFlows',
		placeholder: 'e.g. 6799d2a1f3b4c5d6e7f8a9b0',
	}),
	typeOptions: { loadOptionsDependsOn: ['project.value'] },
};

/** Filters of a list by the project and the flow that validations were made in. */
export const projectFilters: INodeProperties[] = [
	{ ...project, required: false, description: 'Only validations of this project' },
	{
		...projectFlow,
		required: false,
		description: 'Only validations of this flow',
		typeOptions: { loadOptionsDependsOn: ['filters.project.value'] },
	},
];

function locator(texts: {
	displayName: string;
	name: string;
	description: string;
	searchListMethod: string;
	placeholder: string;
}): INodeProperties {
	const { displayName, name, description, searchListMethod, placeholder } = texts;
	return {
		displayName,
		name,
		type: 'resourceLocator',
		required: true,
		default: { mode: 'list', value: '' },
		description,
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				typeOptions: { searchListMethod, searchable: true },
			},
			{ displayName: 'By ID', name: 'id', type: 'string', placeholder },
		],
	};
}
