import { expect, it } from 'vitest';
import { readS3Access } from './env-s3.ts';

const keys = { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' };

it('there is no store without both keys', () => {
  expect(readS3Access({})).toBeUndefined();
  expect(readS3Access({ AIRCLASS_S3_ACCESS_KEY_ID: 'a' })).toBeUndefined();
  expect(readS3Access({ ...keys, AWS_SECRET_ACCESS_KEY: ' ' })).toBeUndefined();
});

it('our own names go before the usual ones', () => {
  expect(readS3Access({ ...keys, AWS_REGION: 'ap-northeast-2' })).toEqual({
    accessKeyId: 'a',
    secretAccessKey: 'b',
    region: 'ap-northeast-2',
  });
  expect(
    readS3Access({
      ...keys,
      AIRCLASS_S3_ACCESS_KEY_ID: 'ours',
      AIRCLASS_S3_ENDPOINT: 'https://minio.school.kr',
      AWS_ENDPOINT_URL: 'https://other',
    }),
  ).toMatchObject({ accessKeyId: 'ours', endpoint: 'https://minio.school.kr', region: 'us-east-1' });
});

it('an address that holds credentials, or is none, is refused and not repeated', () => {
  for (const endpoint of ['minio.school.kr', 'ftp://x', 'https://user:word@minio']) {
    expect(() => readS3Access({ ...keys, AIRCLASS_S3_ENDPOINT: endpoint })).toThrow(
      /must be an http\(s\) address/,
    );
    expect(() => readS3Access({ ...keys, AIRCLASS_S3_ENDPOINT: endpoint })).not.toThrow(/word/);
  }
});
