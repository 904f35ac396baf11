/** @param folder is made @param version of Electron */
export function makeElectronStandIn(folder: string, version: string): void;
