/** Addresses that are asked for early and again by their clients (settings.ts, active-recordings.ts, system.ts). */
export const settingsPath = '/api/settings';
export const systemPath = '/api/system';
export const activePath = '/api/recording?limit=50&active=true';
