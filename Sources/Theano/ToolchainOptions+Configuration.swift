import TheanoCodeGen
import TheanoGraph

extension ToolchainOptions {
  /// Creates options as the settings say.
  package init(_ configuration: Configuration) {
    self.init()
    compiler = configuration.compiler
    flags = configuration.compilerFlags
    cacheFolder = configuration.cacheFolder
  }
}
