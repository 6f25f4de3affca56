export declare function buildBundle(): Promise<string>;
