/** Formats of a language, made once: making one takes many times longer than using it. */
export function keptFormat<Format>(make: (language: string) => Format): (language: string) => Format {
  const kept = new Map<string, Format>();
  return (language) => {
    const known = kept.get(language);
    if (known !== undefined) return known;
    const format = make(language);
    kept.set(language, format);
    return format;
  };
}
