export { endServer as default } from './setup.mts';
