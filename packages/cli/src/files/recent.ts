/** Neighbouring commits have the same few settings, and the same many changesets, which are short. */
const SETTINGS = { most: 8, longest: Infinity } as const;
export const CHANGESETS = { most: 4000, longest: 2000 } as const;

/**
 * The function, with its last answers remembered, for so many texts of any length or up to the longest. It must be pure, and
 * nothing may change what it returns. What it throws is not remembered.
 */
export function recent<T>(
  answer: (text: string) => T,
  { most, longest }: { readonly most: number; readonly longest: number } = SETTINGS,
): (text: string) => T {
  const known = new Map<string, { readonly made: T }>();
  return (text) => {
    if (text.length > longest) return answer(text);
    const found = known.get(text);
    if (found) return found.made;
    const made = answer(text);
    if (known.size >= most) known.clear();
    known.set(text, { made });
    return made;
  };
}
