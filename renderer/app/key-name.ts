/** One name for a key however it was typed: letters in capitals, also on a Korean layout. Pure. */
export function keyName(event: Pick<KeyboardEvent, 'key' | 'code' | 'shiftKey'>): string {
  // With the Korean layout on, the key says ㅏ or Process where the code says KeyK.
  const letter = /^Key([A-Z])$/.exec(event.code)?.[1];
  if (letter !== undefined) return event.shiftKey ? `Shift+${letter}` : letter;
  if (event.key === ' ') return 'Space';
  if (event.key.length === 1) return event.key;
  return event.shiftKey ? `Shift+${event.key}` : event.key;
}

/** Whether a key writes something: a letter, also a capital one, a digit or a sign. @param name as `keyName` says it */
export function isCharacterKey(name: string): boolean {
  return /^(Shift\+)?.$/u.test(name);
}
