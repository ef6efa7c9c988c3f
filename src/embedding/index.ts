export { embedTexts, releaseModel } from './embed-texts.ts';
