import { describe, expect, it } from 'vitest';
import { type Route, parseRoute, pathOf } from './route.ts';

const recordingId = '01a20867-b016-7429-8828-917dc967c43c';

describe('addresses of the page', () => {
  it('come back from their path as they were', () => {
    const routes: Route[] = [
      { screen: 'library', q: '' },
      { screen: 'library', q: '로그 & 지수' },
      { screen: 'record' },
      { screen: 'lesson', recordingId, atSec: undefined },
      { screen: 'lesson', recordingId, atSec: 12.5 },
    ];
    for (const route of routes) {
      const [path = '', search = ''] = pathOf(route).split('?');
      expect(parseRoute(path, search)).toEqual(route);
    }
  });

  it('show the library for an unknown path or a wrong id', () => {
    expect(parseRoute('/nowhere', '')).toEqual({ screen: 'library', q: '' });
    expect(parseRoute('/lessons/../x', '')).toEqual({ screen: 'library', q: '' });
  });

  it('ignore a time that is none', () => {
    expect(parseRoute(`/lessons/${recordingId}`, 't=-3')).toMatchObject({ atSec: undefined });
    expect(parseRoute(`/lessons/${recordingId}`, 't=soon')).toMatchObject({ atSec: undefined });
  });
});
