/** Lessons with an error are counted again and again while somebody looks at how the recorder is; there are few. */
export const migration009 = /* sql */ `
CREATE INDEX recordings_with_error ON recordings (error_code, deleted_at) WHERE error_code IS NOT NULL;
`;
