import { describe, expect, it } from 'vitest';
import { createEncryption, openEncryption, plainKeys } from './repository-keys.ts';

const cost = 1024;
const content = Buffer.from('a lesson that happens once');

describe('without a passphrase', () => {
  it('names by content and refuses what is not what its name says', () => {
    const name = plainKeys.nameOf(content);
    expect(name).toMatch(/^[0-9a-f]{64}$/);
    expect(plainKeys.open(name, Buffer.from(plainKeys.seal(name, content)))).toEqual(content);
    expect(() => plainKeys.open(name, flipped(content))).toThrow(
      expect.objectContaining({ code: 'backup_damaged' }),
    );
  });

  it('a named thing does not pass for another, nor with a turned bit', () => {
    const stored = Buffer.from(plainKeys.sealNamed('snapshots/a', content));
    expect(plainKeys.openNamed('snapshots/a', stored)).toEqual(content);
    expect(() => plainKeys.openNamed('snapshots/b', stored)).toThrow(/not what was written/);
    expect(() => plainKeys.openNamed('snapshots/a', flipped(stored))).toThrow(/not what was written/);
  });
});

describe('with a passphrase', () => {
  it('opens with it, in whatever way its Hangul is composed, and with no other', async () => {
    const { encryption, keys } = await createEncryption('우리 학교 암호', 'id', cost);
    const name = keys.nameOf(content);
    const stored = Buffer.from(keys.seal(name, content));
    const again = await openEncryption(encryption, '우리 학교 암호'.normalize('NFD'), 'id');
    expect(again.open(name, stored)).toEqual(content);
    expect(again.nameOf(content)).toBe(name);
    await expect(openEncryption(encryption, '우리 학교 암호 ', 'id')).rejects.toMatchObject({
      code: 'backup_passphrase_wrong',
    });
    await expect(openEncryption(encryption, '우리 학교 암호', 'other')).rejects.toMatchObject({
      code: 'backup_passphrase_wrong',
    });
  });

  it('tells nothing by names or by what is stored', async () => {
    const { keys } = await createEncryption('passphrase', 'id', cost);
    const other = await createEncryption('passphrase', 'id', cost);
    expect(keys.nameOf(content)).not.toBe(plainKeys.nameOf(content));
    expect(keys.nameOf(content)).not.toBe(other.keys.nameOf(content));
    const [one, two] = [keys.seal('n', content), keys.seal('n', content)];
    expect(one).not.toEqual(two);
    expect(Buffer.from(one).includes('lesson')).toBe(false);
    expect(one).toHaveLength(keys.storedSize(content.length));
  });

  it('refuses a turned bit, a thing under another name, and a cut one', async () => {
    const { keys } = await createEncryption('passphrase', 'id', cost);
    const name = keys.nameOf(content);
    const stored = Buffer.from(keys.seal(name, content));
    const damaged = expect.objectContaining({ code: 'backup_damaged' });
    expect(() => keys.open(name, flipped(stored))).toThrow(damaged);
    expect(() => keys.open(keys.nameOf(Buffer.from('x')), stored)).toThrow(damaged);
    expect(() => keys.open(name, stored.subarray(0, 20))).toThrow(damaged);
    expect(() => keys.open(name, Buffer.alloc(0))).toThrow(damaged);
  });
});

function flipped(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  const at = copy.length - 3;
  copy[at] = copy[at]! ^ 1;
  return copy;
}
