import { existsSync } from 'node:fs';
import { chromium, selectors } from 'playwright-core';
import type { Browser } from 'playwright-core';

/** Where the packages of Debian, Ubuntu and Google put it. */
const usual = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** What to do where there is no browser. */
export const NO_CHROMIUM =
	'Chromium is needed: sudo apt-get install chromium, or name its program in the variable CHROMIUM';

/** Without look-ups of its own, and in a container too. */
const quiet = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
];

/** n8n's editor has its own attribute for test ids. */
selectors.setTestIdAttribute('data-test-id');

/** The path of Chromium: the one that the variable `CHROMIUM` names, or else the system's; undefined where there is none. */
export function chromiumProgram(): string | undefined {
	const { CHROMIUM } = process.env;
	return (CHROMIUM ? [CHROMIUM] : usual).find((program) => existsSync(program));
}

/**
 * Starts Chromium without a window.
 *
 * @throws Error that says what to do where there is none
 */
export async function startBrowser(): Promise<Browser> {
	const executablePath = chromiumProgram();
	if (!executablePath) throw new Error(NO_CHROMIUM);
	return await chromium.launch({ executablePath, args: quiet });
}
