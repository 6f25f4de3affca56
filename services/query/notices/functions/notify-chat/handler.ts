import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { readEnvironment } from '@tributary/shared/environment.ts';
import { createTelemetry, wire } from '@tributary/shared/lambda.ts';
import * as z from 'zod';
import { createNotifyChat } from './notify-chat.ts';
import { createFindWebhook } from './webhook.ts';

const { CHAT_SECRET: secret } = readEnvironment(z.object({ CHAT_SECRET: z.string().min(1) }));
const findWebhook = createFindWebhook(new SecretsManagerClient(), secret, Date.now);

export const handler = wire(createTelemetry(), createNotifyChat({ findWebhook, fetch }));
