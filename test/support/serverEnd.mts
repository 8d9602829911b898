export { endServer as default } from './server.mts';
