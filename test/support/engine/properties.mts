import type {
	INodeProperties,
	INodePropertyCollection,
	INodePropertyOptions,
	INodeTypeDescription,
} from 'n8n-workflow';

/** A resource's operation as its dropdown offers it. */
interface OfferedOperation {
	resource: string;
	option: INodePropertyOptions;
}

/** All operations that a node's dropdowns offer. */
export function operationsIn({ properties }: INodeTypeDescription): OfferedOperation[] {
	return properties
		.filter(({ name }) => name === 'operation')
		.flatMap(({ options, displayOptions }) =>
			(options as INodePropertyOptions[]).map((option) => ({
				resource: String(displayOptions?.show?.resource?.[0]),
				option,
			})),
		);
}

/** Properties that belong to an operation, the dropdowns themselves left out. */
export function propertiesOf(
	{ properties }: INodeTypeDescription,
	resource: string,
	operation: string,
): INodeProperties[] {
	return properties.filter(({ displayOptions: { show } = {} }) =>
		Boolean(show?.resource?.includes(resource) && show.operation?.includes(operation)),
	);
}

/** A property and everything inside it: the entries of collections and the values of fixed collections. */
export function withInner(property: INodeProperties): INodeProperties[] {
	if (property.type === 'collection') {
		return [property, ...(property.options as INodeProperties[]).flatMap(withInner)];
	}
	if (property.type === 'fixedCollection') {
		return [
			property,
			...(property.options as INodePropertyCollection[]).flatMap(({ values }) => values.flatMap(withInner)),
		];
	}
	return [property];
}
