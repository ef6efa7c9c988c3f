interface Part {
  readonly mutate: string[];
  readonly tests: string[];
}

export const scopes: Record<string, Record<string, Part>>;
export function partOf(name?: string): Part & { readonly name: string };
