/**
 * Who signs the packages, read from the environment: nothing about it is in the project. One line says what will be
 * signed, and one what will not.
 */

/**
 * @typedef {{ kind: 'none' | 'file' | 'azure' | 'pkcs11' | 'identity', settings: Record<string, string>, line: string }} Signing
 *   `settings`: of electron-builder, by their path
 */

const hasAll = (env, names) => names.every((name) => (env[name] ?? '') !== '');
const hasAny = (env, names) => names.some((name) => (env[name] ?? '') !== '');

export const azureNames = [
  'AIRCLASS_AZURE_ENDPOINT',
  'AIRCLASS_AZURE_ACCOUNT',
  'AIRCLASS_AZURE_PROFILE',
  'AIRCLASS_PUBLISHER',
];
export const pkcs11Names = ['AIRCLASS_PKCS11_MODULE', 'AIRCLASS_PKCS11_CERT', 'AIRCLASS_PKCS11_KEY'];

/**
 * @param {'win' | 'mac' | 'linux'} os
 * @param {Record<string, string | undefined>} env
 * @returns {Signing}
 * @throws {Error} when only a part of what a way of signing needs is set: it is not guessed what was meant
 */
export function signingOf(os, env) {
  if (os === 'win') return signingOfWindows(env);
  if (os === 'mac') return signingOfMac(env);
  return {
    kind: 'none',
    settings: {},
    line: 'linux: packages carry no signature; sign the repository they are served from',
  };
}

function signingOfWindows(env) {
  refuseParts(env, azureNames);
  refuseParts(env, pkcs11Names);
  if (hasAll(env, azureNames)) {
    if (!hasAll(env, ['AZURE_TENANT_ID', 'AZURE_CLIENT_ID'])) {
      throw new Error(
        'Azure Trusted Signing also needs AZURE_TENANT_ID, AZURE_CLIENT_ID and a secret or certificate of that client',
      );
    }
    return {
      kind: 'azure',
      settings: {
        'win.azureSignOptions.endpoint': env.AIRCLASS_AZURE_ENDPOINT,
        'win.azureSignOptions.codeSigningAccountName': env.AIRCLASS_AZURE_ACCOUNT,
        'win.azureSignOptions.certificateProfileName': env.AIRCLASS_AZURE_PROFILE,
        'win.azureSignOptions.publisherName': env.AIRCLASS_PUBLISHER,
        'win.forceCodeSigning': 'true',
      },
      line: 'win: signed with Azure Trusted Signing',
    };
  }
  if (hasAll(env, pkcs11Names)) {
    return {
      kind: 'pkcs11',
      settings: {
        'win.signtoolOptions.sign': 'scripts/packaging/sign-windows.mjs',
        'win.forceCodeSigning': 'true',
      },
      line: 'win: signed with the key in the PKCS#11 module',
    };
  }
  if (hasAny(env, ['WIN_CSC_LINK', 'CSC_LINK'])) {
    return {
      kind: 'file',
      settings: { 'win.forceCodeSigning': 'true' },
      line: 'win: signed with the certificate of CSC_LINK',
    };
  }
  return {
    kind: 'none',
    settings: {},
    line: 'win: NOT signed, since no certificate is set: Windows warns whoever installs it',
  };
}

function signingOfMac(env) {
  if (!hasAny(env, ['CSC_LINK', 'CSC_NAME'])) {
    return {
      kind: 'none',
      // Apple's processors start nothing without any signature, so it gets one of nobody; under the hardened runtime
      // its libraries would then not load.
      settings: { 'mac.identity': '-', 'mac.hardenedRuntime': 'false' },
      line: 'mac: NOT signed or notarised, since CSC_LINK or CSC_NAME is not set: it opens only after a right click',
    };
  }
  const canNotarise =
    hasAll(env, ['APPLE_API_KEY', 'APPLE_API_KEY_ID', 'APPLE_API_ISSUER']) ||
    hasAll(env, ['APPLE_ID', 'APPLE_APP_SPECIFIC_PASSWORD', 'APPLE_TEAM_ID']) ||
    hasAny(env, ['APPLE_KEYCHAIN_PROFILE']);
  return {
    kind: 'identity',
    settings: { 'mac.forceCodeSigning': 'true', 'mac.notarize': String(canNotarise) },
    line: canNotarise
      ? 'mac: signed and notarised'
      : 'mac: signed, NOT notarised, since no Apple account is set (APPLE_API_KEY, APPLE_API_KEY_ID, APPLE_API_ISSUER)',
  };
}

function refuseParts(env, names) {
  if (hasAny(env, names) && !hasAll(env, names)) {
    const missing = names.filter((name) => (env[name] ?? '') === '');
    throw new Error(`${missing.join(', ')} is not set, but others that go with it are`);
  }
}
