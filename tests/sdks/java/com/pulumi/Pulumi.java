package com.pulumi;

import com.pulumi.internal.PulumiInternal;
import com.pulumi.resources.StackOptions;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import tests.Runner;

/**
 * Stands before the SDK's own class of this name: a program has its settings from the thread that
 * runs it instead of the environment, and does not end the machine.
 */
public interface Pulumi {
  static void run(Consumer<Context> program) {
    withOptions(StackOptions.Empty).run(program);
  }

  static CompletableFuture<Integer> runAsync(Consumer<Context> program) {
    return withOptions(StackOptions.Empty).runAsync(program);
  }

  static API withOptions(StackOptions options) {
    var found = PulumiInternal.fromInline(Runner.settings(), options);
    return new API() {
      @Override
      public void run(Consumer<Context> program) {
        Runner.ended(runAsync(program).join());
      }

      @Override
      public CompletableFuture<Integer> runAsync(Consumer<Context> program) {
        return found.runAsync(program);
      }
    };
  }

  interface API {
    void run(Consumer<Context> program);

    CompletableFuture<Integer> runAsync(Consumer<Context> program);
  }
}
