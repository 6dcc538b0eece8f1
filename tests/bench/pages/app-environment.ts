/** What the framework would say of the build: the bench bundles the product's modules without it. */
export const version = 'bench';
