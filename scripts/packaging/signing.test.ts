import { describe, expect, it } from 'vitest';
import { signArguments } from './sign-windows.mjs';
import { signingOf } from './signing.mjs';

const azure = {
  AIRCLASS_AZURE_ENDPOINT: 'https://krc.codesigning.azure.net',
  AIRCLASS_AZURE_ACCOUNT: 'school',
  AIRCLASS_AZURE_PROFILE: 'desktop',
  AIRCLASS_PUBLISHER: 'CN=School',
};
const token = {
  AIRCLASS_PKCS11_MODULE: '/usr/lib/libykcs11.so',
  AIRCLASS_PKCS11_CERT: 'cert.pem',
  AIRCLASS_PKCS11_KEY: 'pkcs11:object=sign',
};

describe('signing', () => {
  it('is said to be missing when nothing is set', () => {
    expect(signingOf('win', {})).toEqual({
      kind: 'none',
      settings: {},
      line: expect.stringContaining('NOT signed'),
    });
    // Under the hardened runtime a program signed by nobody could not load its own libraries.
    expect(signingOf('mac', {}).settings).toEqual({ 'mac.identity': '-', 'mac.hardenedRuntime': 'false' });
  });

  it('uses a certificate file, a cloud service or a token for Windows, and then fails rather than leaving a file unsigned', () => {
    expect(signingOf('win', { WIN_CSC_LINK: 'cert.pfx' })).toMatchObject({
      kind: 'file',
      settings: { 'win.forceCodeSigning': 'true' },
    });
    expect(signingOf('win', { ...azure, AZURE_TENANT_ID: 't', AZURE_CLIENT_ID: 'c' })).toMatchObject({
      kind: 'azure',
      settings: { 'win.azureSignOptions.certificateProfileName': 'desktop', 'win.forceCodeSigning': 'true' },
    });
    expect(signingOf('win', token)).toMatchObject({
      kind: 'pkcs11',
      settings: { 'win.signtoolOptions.sign': 'scripts/packaging/sign-windows.mjs' },
    });
  });

  it('refuses what is only half set', () => {
    const { AIRCLASS_PKCS11_KEY: _, ...half } = token;
    expect(() => signingOf('win', half)).toThrow('AIRCLASS_PKCS11_KEY is not set');
    expect(() => signingOf('win', azure)).toThrow('AZURE_TENANT_ID');
  });

  it('notarises where an Apple account is set', () => {
    const account = { APPLE_API_KEY: 'k', APPLE_API_KEY_ID: 'i', APPLE_API_ISSUER: 's' };
    expect(signingOf('mac', { CSC_NAME: 'School' }).settings['mac.notarize']).toBe('false');
    expect(signingOf('mac', { CSC_NAME: 'School', ...account }).settings['mac.notarize']).toBe('true');
  });

  it('keeps the PIN of a token off the command line', () => {
    const args = signArguments({
      ...{ path: 'a.exe', signed: 'a.exe.signed', hash: 'sha256', site: null, pinFile: '/tmp/pin' },
      env: { ...token, AIRCLASS_PKCS11_PIN: '123456' },
    });
    expect(args.join(' ')).toContain('-readpass /tmp/pin');
    expect(args.join(' ')).not.toContain('123456');
    expect(args.slice(-4)).toEqual(['-in', 'a.exe', '-out', 'a.exe.signed']);
  });
});
