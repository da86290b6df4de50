-- `scn lsp`, as Neovim 0.11 and later starts it. A setting of your own goes over it: vim.lsp.config("scn", { cmd = { … } })
return {
  cmd = { "scn", "lsp" },
  filetypes = { "scn" },
  root_markers = { "scn.toml", "pyproject.toml", ".git" },
  on_attach = function(client, buffer)
    -- Offers come by themselves: with Neovim's own `completeopt` the first one would be put into what is being typed.
    vim.bo[buffer].completeopt = "menuone,noselect,popup"
    -- Without this Neovim puts the names of offers into the script, not what they stand for.
    vim.lsp.completion.enable(true, client.id, buffer, { autotrigger = true })
  end,
  on_exit = function(code)
    if code == 2 then -- it did not start; that it quit is said by Neovim itself
      local why = "scn: `scn lsp` needs its extra: install scnlang[lsp], in a checkout by: uv tool install '.[lsp]'"
      vim.schedule(function() vim.notify(why, vim.log.levels.ERROR) end)
    end
  end,
}
