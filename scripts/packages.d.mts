/** What is wrong with the installed packages in one sentence, or undefined when they are those of package-lock.json. */
export function packagesProblem(root: string): string | undefined;
/** Number of installed packages. */
export function installedPackages(root: string): number;
