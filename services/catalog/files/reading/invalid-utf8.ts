/** Why a record is none whose bytes are in another encoding than its file is. */
export const invalidUtf8 = 'it is no UTF-8: declare `encoding: latin1` where files are in it';
