/** What `donor init` and docs/study-file.md say of a field; `example` is how its value may stand in the file. */
export type FieldNote = { readonly description: string; readonly example: string };
export const note = (description: string, example: string): FieldNote => ({ description, example });

/** Name of a file that stands in the folder of the study file. */
export const fileName = /^[^/\\]+$/;
export const fileNameExpected = 'expected the name of a file in the folder of the study file';
