export declare const root: string;
export declare const bundleFolder: string;
export declare const manifestFile: string;
export declare function stampOf(file: string, project?: string): readonly [string, number, number];
export declare function freshBundle(project?: string, folder?: string): string | undefined;
