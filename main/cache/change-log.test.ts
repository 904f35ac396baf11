import { describe, expect, it } from 'vitest';
import { createChangeLog } from './change-log.ts';

describe('change log', () => {
  it('knows what has changed since', () => {
    const changes = createChangeLog();
    const made = changes.now();
    expect(changes.isUnchanged(['a', 'b'], made)).toBe(true);
    changes.note('b');
    expect(changes.isUnchanged(['a'], made)).toBe(true);
    expect(changes.isUnchanged(['a', 'b'], made)).toBe(false);
    expect(changes.isUnchanged(['a', 'b'], changes.now())).toBe(true);
  });

  it('tells two changes of one family apart when somebody read between them', () => {
    const changes = createChangeLog();
    changes.note('a');
    const made = changes.now();
    changes.note('a');
    expect(changes.isUnchanged(['a'], made)).toBe(false);
  });

  it('takes everything for changed after a change of all', () => {
    const changes = createChangeLog();
    const made = changes.now();
    changes.note('*');
    expect(changes.isUnchanged([], made)).toBe(false);
    expect(changes.isUnchanged(['a'], changes.now())).toBe(true);
  });

  it('notices another process', () => {
    let outside = 1;
    const changes = createChangeLog({ outside: () => outside });
    const made = changes.now();
    expect(changes.isUnchanged(['a'], made)).toBe(true);
    outside = 2;
    changes.now();
    expect(changes.isUnchanged(['a'], made)).toBe(false);
  });

  it('remembers a bounded number of families, and forgets on the safe side', () => {
    const changes = createChangeLog({ most: 10 });
    const made = changes.now();
    changes.note('old');
    for (let number = 0; number < 50; number += 1) {
      changes.now();
      changes.note(`family ${number}`);
    }
    expect(changes.isUnchanged(['old'], made)).toBe(false);
    expect(changes.isUnchanged(['never named'], changes.now())).toBe(true);
  });

  it('tells listeners of each change', () => {
    const changes = createChangeLog();
    const heard: string[] = [];
    changes.listen((family) => heard.push(family));
    changes.note('a');
    changes.note('b');
    expect(heard).toEqual(['a', 'b']);
  });
});
