-- Starts `scn lsp` in Neovim 0.11 and later. Override settings with vim.lsp.config("scn", { cmd = { … } })

--- Run the lens in this line, or choose one. Those on the screen may be from before the last change.
local function run_lens(client, buffer)
  if vim.lsp.codelens.save then -- Neovim 0.11
    local params = { textDocument = vim.lsp.util.make_text_document_params(buffer) }
    local answer = client:request_sync("textDocument/codeLens", params, 1000, buffer)
    vim.lsp.codelens.save(answer and answer.result or {}, buffer, client.id)
  end
  vim.lsp.codelens.run()
end

return {
  cmd = { "scn", "lsp" },
  filetypes = { "scn", "toml" },
  -- Of TOML files, only `scn.toml`: without a call of `start`, Neovim starts no server for a buffer.
  -- A server that a buffer has stays, even if a `scn.toml` was written since: the server finds that by itself.
  root_dir = function(buffer, start)
    if #vim.lsp.get_clients({ bufnr = buffer, name = "scn" }) > 0 then return end
    if vim.bo[buffer].filetype == "scn" or vim.fs.basename(vim.api.nvim_buf_get_name(buffer)) == "scn.toml" then
      start(vim.fs.root(buffer, { "scn.toml", "pyproject.toml", ".git" }))
    end
  end,
  -- Neovim 0.11 asks for problems only when a buffer changes. The server also tells it when to ask: problems at the
  -- cursor appear after a pause, others when a configuration changes.
  capabilities = { workspace = { diagnostics = { refreshSupport = true } } },
  handlers = {
    -- Neovim 0.11 ends informative messages with a line break, and so shows an empty line: "all passed" would not be seen.
    ["window/showMessage"] = function(_, params)
      vim.notify(params.message, vim.log.levels.ERROR + 1 - params.type)
      return params
    end,
    ["workspace/diagnostic/refresh"] = function(_, _, context)
      local client = vim.lsp.get_client_by_id(context.client_id)
      for buffer in pairs(client and client.attached_buffers or {}) do
        client:request("textDocument/diagnostic", { textDocument = { uri = vim.uri_from_bufnr(buffer) } }, nil, buffer)
      end
      return vim.NIL
    end,
  },
  on_attach = function(client, buffer)
    -- Completion pops up while you type; with Neovim's default `completeopt` it would insert the first item.
    vim.bo[buffer].completeopt = "menuone,noselect,popup"
    -- Without this, Neovim inserts the labels of items instead of their text.
    vim.lsp.completion.enable(true, client.id, buffer, { autotrigger = true })
    if vim.bo[buffer].filetype ~= "scn" then return end
    -- Lenses: "run test", and how many tests reach a block. Neovim asks for them only when it is told to.
    local lenses = function() vim.lsp.codelens.refresh({ bufnr = buffer }) end
    vim.api.nvim_create_autocmd({ "BufEnter", "InsertLeave", "TextChanged", "BufWritePost" }, { buffer = buffer, callback = lenses })
    lenses()
    vim.keymap.set("n", "grx", function() run_lens(client, buffer) end, { buffer = buffer, desc = "Run the lens in this line" })
  end,
  on_exit = function(code)
    if code == 2 then -- it didn't start; Neovim itself only reports that it quit
      local why = "scn: `scn lsp` needs the extra `lsp`: install scnlang[lsp], or run `uv tool install '.[lsp]'` in a checkout"
      vim.schedule(function() vim.notify(why, vim.log.levels.ERROR) end)
    end
  end,
}
