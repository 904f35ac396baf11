/** The token in a start-up link, or what was pasted when it is the token itself. Pure. */
export function tokenIn(text: string): string {
  const pasted = text.trim();
  const isLink = pasted.includes('://') && URL.canParse(pasted);
  return isLink ? (new URL(pasted).searchParams.get('token') ?? '') : pasted;
}
