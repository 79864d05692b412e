// Starts `brieflint lsp` for markdown documents. All that it finds and offers comes from there.

const vscode = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");

let client;

async function start() {
  const settings = vscode.workspace.getConfiguration("brieflint");
  const server = { command: settings.get("path"), args: ["lsp", ...settings.get("arguments")] };
  client = new LanguageClient("brieflint", "brieflint", server, {
    documentSelector: [
      { language: "markdown", scheme: "file" },
      { language: "markdown", scheme: "untitled" },
      // Configs are read again when they are saved.
      { scheme: "file", pattern: "**/brieflint.yaml" },
    ],
  });
  try {
    await client.start();
  } catch (error) {
    const choice = await vscode.window.showErrorMessage(
      `brieflint could not be started as “${server.command}”: ${error.message}`,
      "Open Settings",
    );
    if (choice) {
      await vscode.commands.executeCommand("workbench.action.openSettings", "brieflint.path");
    }
  }
}

async function stop() {
  const running = client;
  client = undefined;
  // One that never started has nothing to stop.
  await running?.stop().catch(() => {});
}

async function restart() {
  await stop();
  await start();
}

exports.activate = async (context) => {
  context.subscriptions.push(
    vscode.commands.registerCommand("brieflint.restart", restart),
    vscode.workspace.onDidChangeConfiguration((change) => change.affectsConfiguration("brieflint") && restart()),
  );
  await start();
};

exports.deactivate = stop;
