import { describe, expect, it } from 'vitest';
import { ResponseReader } from './response-reader.ts';

/** Feeds a response in pieces of a size. */
function readIn(size: number, response: string) {
  const text: string[] = [];
  const reader = new ResponseReader((chunk) => text.push(chunk.toString('latin1')));
  const bytes = Buffer.from(response, 'latin1');
  let isDone = false;
  for (let at = 0; at < bytes.length; at += size) isDone = reader.read(bytes.subarray(at, at + size));
  return { reader, text: text.join(''), isDone };
}

const sizes = [1, 2, 3, 7, 1000];

describe('a response', () => {
  it.each(sizes)('of a known length is whole with its last byte, in pieces of %i bytes', (size) => {
    const { reader, text, isDone } = readIn(
      size,
      'HTTP/1.1 206 Partial Content\r\nContent-Length: 5\r\nETag: "a"\r\n\r\nhello',
    );
    expect({ text, isDone, bytes: reader.bytes }).toEqual({ text: 'hello', isDone: true, bytes: 5 });
    expect(reader).toMatchObject({ status: 206, headers: { etag: '"a"', 'content-length': '5' } });
    expect(readIn(size, 'HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\nhello')).toMatchObject({
      isDone: false,
    });
  });

  it.each(sizes)('in chunks is told without their sizes, in pieces of %i bytes', (size) => {
    const { reader, text, isDone } = readIn(
      size,
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nB\r\n, \r\nworld!!\r\n0\r\n\r\n',
    );
    expect({ text, isDone, bytes: reader.bytes }).toEqual({
      text: 'hello, \r\nworld!!',
      isDone: true,
      bytes: 16,
    });
  });

  it.each(['204 No Content', '304 Not Modified'])('%s has no body', (status) => {
    expect(readIn(1000, `HTTP/1.1 ${status}\r\netag: "a"\r\n\r\n`)).toMatchObject({ isDone: true, text: '' });
  });

  it('without a length goes on until the connection ends', () => {
    const { reader, text, isDone } = readIn(4, 'HTTP/1.1 200 OK\r\n\r\nhello');
    expect({ text, isDone, end: reader.end() }).toEqual({ text: 'hello', isDone: false, end: true });
  });

  it('that is cut off is not whole', () => {
    for (const cut of ['HTTP/1.1 200', 'HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhello']) {
      expect(readIn(1000, cut).reader.end()).toBe(false);
    }
    expect(readIn(1000, 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhel').reader.end()).toBe(
      false,
    );
  });

  it('that is none is said to be none', () => {
    expect(() => readIn(1000, 'SSH-2.0-OpenSSH\r\n\r\n')).toThrow('no HTTP');
  });
});
