export const isPostgresUrl = (url: string): boolean => /^postgres(ql)?:/i.test(url)
