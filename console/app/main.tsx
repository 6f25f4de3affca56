import { render } from 'preact';
import { followLinks } from './route.ts';
import { Shell } from './shell.tsx';

const root = document.getElementById('app');
if (root === null) throw new Error('The page has no place for the app.');
followLinks(root);
render(<Shell />, root);
