-- Recognize scripts by their suffix, and start the server for the first one.
vim.filetype.add({ extension = { scn = "scn" } })
vim.lsp.enable("scn")
