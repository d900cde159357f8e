// How is a key named in a path?
import * as z from "zod"

export const KeyId = z.string().regex(/^key_[0-9a-z]{10,40}$/, "must be a key's id, such as key_01jd8z3k9q4m7x2c5v8b")
