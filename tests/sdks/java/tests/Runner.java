package tests;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.gson.Gson;
import com.google.gson.JsonParser;
import com.google.gson.reflect.TypeToken;
import com.pulumi.deployment.internal.InlineDeploymentSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Type;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Runs compiled programs, so that Java is started once for all of them: for a line of settings the
 * program's exit status. Lines come by standard input, or by a port of this machine: with the
 * argument {@code listen} it is printed.
 */
public final class Runner {
  private static final Type TEXTS = new TypeToken<Map<String, String>>() {}.getType();
  private static final Type LIST = new TypeToken<List<String>>() {}.getType();
  private static final Gson GSON = new Gson();
  private static final Logger CHANNELS = // the SDK leaves them open: its programs end by exiting
      Logger.getLogger("io.grpc.internal.ManagedChannelOrphanWrapper");
  private static final ThreadLocal<InlineDeploymentSettings> given = new ThreadLocal<>();
  private static final ThreadLocal<Integer> status = new ThreadLocal<>();

  private final Map<String, String> classes;

  private Runner(Map<String, String> classes) {
    this.classes = classes;
  }

  /** What the program of this thread is told. */
  public static InlineDeploymentSettings settings() {
    return given.get();
  }

  /** Takes the exit status of the program of this thread. */
  public static void ended(int found) {
    status.set(found);
  }

  /** The first argument is a file that says each program's class, by its folder's name. */
  public static void main(String[] arguments) throws IOException {
    CHANNELS.setLevel(Level.OFF);
    var runner = new Runner(GSON.fromJson(Files.readString(Path.of(arguments[0])), TEXTS));
    if (arguments.length == 1) {
      var said = System.out;
      System.setOut(System.err);
      runner.serve(System.in, said);
      System.exit(0);
    }
    try (var server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      System.out.println(server.getLocalPort());
      while (true) {
        var socket = server.accept();
        new Thread(() -> runner.answer(socket)).start();
      }
    }
  }

  private void answer(Socket socket) {
    try (socket) {
      serve(socket.getInputStream(), socket.getOutputStream());
    } catch (IOException error) {
      error.printStackTrace();
    }
  }

  private void serve(InputStream asked, OutputStream said) throws IOException {
    var lines = new BufferedReader(new InputStreamReader(asked, StandardCharsets.UTF_8));
    var answers = new PrintStream(said, true, StandardCharsets.UTF_8);
    for (var line = lines.readLine(); line != null; line = lines.readLine()) {
      answers.println(run(line));
    }
  }

  private int run(String line) {
    var told = JsonParser.parseString(line).getAsJsonObject();
    Map<String, String> config = GSON.fromJson(told.get("config"), TEXTS);
    List<String> secrets = GSON.fromJson(told.get("secrets"), LIST);
    given.set(
        InlineDeploymentSettings.builder()
            .monitorAddr(told.get("address").getAsString())
            .engineAddr(told.get("address").getAsString())
            .project(told.get("project").getAsString())
            .stack(told.get("stack").getAsString())
            .organization(told.get("organization").getAsString())
            .isDryRun(told.has("preview"))
            .config(ImmutableMap.copyOf(config))
            .configSecretKeys(ImmutableSet.copyOf(secrets))
            .build());
    status.set(0);
    var name = Path.of(told.get("directory").getAsString()).getFileName().toString();
    try {
      var program = Class.forName(classes.get(name)).getMethod("main", String[].class);
      program.invoke(null, (Object) new String[0]);
    } catch (InvocationTargetException error) {
      error.getCause().printStackTrace();
      return 1;
    } catch (ReflectiveOperationException error) {
      throw new IllegalStateException(error);
    }
    return status.get();
  }
}
