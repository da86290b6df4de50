-- Scripts are known by their ending, and served as soon as one is opened.
vim.filetype.add({ extension = { scn = "scn" } })
vim.lsp.enable("scn")
