// What is `z` for those packages? Everything of zod but these three, through each of which the languages come; a name that is exported here goes
// before one from the star.
export * from "zod"
export const core = null
export const locales = null
export const z = null
