/** Which keys an input that is not typed into needs for itself. Pure. */

const arrows = ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight'];
const press = [' ', 'Enter'];

const ownKeys: Partial<Record<string, readonly string[]>> = {
  range: [...arrows, 'Home', 'End', 'PageUp', 'PageDown'],
  radio: [...arrows, ...press],
  checkbox: press,
  button: press,
};

/** @param type of the `input`, as the browser says it @param key as a `KeyboardEvent` says it */
export function inputTakesKey(type: string, key: string): boolean {
  return ownKeys[type]?.includes(key) ?? true;
}
