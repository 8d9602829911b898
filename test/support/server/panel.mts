import type {
	INodeParameters,
	INodeProperties,
	INodePropertyOptions,
	INodeTypeDescription,
} from 'n8n-workflow';
import type { Locator } from 'playwright-core';

type Value = INodeParameters[string];

/** Whether a value has fields of its own, as collections do; lists and resource locators show as one. */
function isCollection(value: Value): value is INodeParameters {
	return typeof value === 'object' && value !== null && !Array.isArray(value) && !('__rl' in value);
}

/** The parameters that a panel shows, those in collections included. */
export function shownParameters(parameters: INodeParameters): Array<[string, Value]> {
	return Object.entries(parameters).flatMap(([name, value]): Array<[string, Value]> => {
		if (!isCollection(value)) return [[name, value]];
		return 'assignments' in value ? [] : shownParameters(value);
	});
}

/** The options of all parameters of this name, those in collections included. */
function optionsOf(properties: INodeProperties[], name: string): INodePropertyOptions[] {
	return properties.flatMap((property) => {
		const { options = [] } = property;
		const inside = optionsOf(options.filter((one) => 'type' in one) as INodeProperties[], name);
		return property.name === name
			? [...inside, ...(options.filter((one) => 'value' in one) as INodePropertyOptions[])]
			: inside;
	});
}

/** How the panel writes a value: expressions without their sign, options by their names; switches write nothing. */
export function writtenValues(type: INodeTypeDescription, name: string, value: Value): string[] {
	if (typeof value === 'boolean') return [];
	if (Array.isArray(value)) return value.flatMap((one) => writtenValues(type, name, one as Value));
	const plain = typeof value === 'object' && value !== null && 'value' in value ? value.value : value;
	const chosen = optionsOf(type.properties, name).find(({ value: one }) => one === plain);
	return [chosen?.name ?? String(plain).replace(/^=/, '')];
}

/** All that a part of the page says, in the fields of its forms too. */
export async function textOf(part: Locator): Promise<string> {
	const fields = part.locator('input, textarea');
	const values = await fields.evaluateAll((found) =>
		found.map((field) => (field as { value?: string }).value),
	);
	return [await part.innerText(), ...values].join('\n');
}

/** The addresses of the images in a part of the page that cannot be shown; waits until it has one. */
export async function brokenImages(part: Locator): Promise<string[]> {
	const images = part.locator('img');
	await images.first().waitFor({ state: 'attached' });
	return await images.evaluateAll(async (found) => {
		type Image = { src: string; decode(): Promise<void> };
		const broken = (found as unknown as Image[]).map(async (image) =>
			image.decode().then(
				() => [],
				() => [image.src],
			),
		);
		return (await Promise.all(broken)).flat();
	});
}

/** The choices that a dropdown or a resource locator offers when it is opened, each to be clicked. */
export async function choicesOf(panel: Locator, parameter: string): Promise<Locator> {
	const locator = panel.getByTestId(`resource-locator-${parameter}`);
	const field = panel.getByTestId(`parameter-input-${parameter}`);
	await field.waitFor();
	const isLocator = (await locator.count()) > 0;
	await (
		isLocator ? locator.getByTestId('rlc-input') : field.getByRole('combobox', { disabled: false }).first()
	).click();
	const page = panel.page();
	return (isLocator ? page.getByTestId('rlc-item') : page.getByRole('option')).filter({ visible: true });
}

/** Adds a field to the first collection of a panel. */
export async function addField(panel: Locator, label: string): Promise<void> {
	await panel.getByTestId('collection-parameter-add').first().click();
	await panel.page().getByTestId('collection-parameter-option').filter({ hasText: label }).click();
}
