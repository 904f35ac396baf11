/** Everything the core may ask of the analysis host. Loaded in the child process; the core imports its type alone. */
export const operations = {};

export type HostOperations = typeof operations;
export type OperationName = keyof HostOperations;
