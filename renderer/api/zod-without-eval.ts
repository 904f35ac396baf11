/** The page's policy forbids compiling code from text, which zod tries for speed; imported before any schema. */
import { config } from 'zod';

config({ jitless: true });
