/** Folder inside the data folder that holds the library while a new core is on trial. */
export const copyFolder = 'before-update';
